"""The pictures of the documents, taken of the running application: `script/screenshots`."""
