// Applies the remembered theme before the first paint. Without one, the system decides (see styles/tokens.css).
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser may forbid storage: then the system's theme it is.
}
