"""The parts of `bench.video`."""
