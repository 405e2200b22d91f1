// Before the first paint, so that no page flashes in the wrong theme. A file of its own: inline scripts are not allowed.
try {
  var theme = localStorage.getItem('imprimatur.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch (error) { /* storage is forbidden: the system's theme holds */ }
