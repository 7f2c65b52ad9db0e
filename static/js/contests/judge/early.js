// Before the first paint: where modules run, the keypad takes the place of the plain forms.
if ("noModule" in HTMLScriptElement.prototype) document.documentElement.dataset.script = "on";
