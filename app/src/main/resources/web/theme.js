// Chooses light or dark before anything is drawn, as its reader chose last; else as the system says.
const theme = localStorage.getItem("edos-theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
