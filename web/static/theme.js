// Runs before the first paint, so that a chosen theme does not flash. A classic script on purpose.
(function () {
  try {
    var theme = localStorage.getItem('procgraph.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (e) {
    // Storage may be closed to the page; the system's theme then counts.
  }
})();
