/** What the browser runs first, once the page as it came was painted (first-paint/around-paint.ts): it starts the program. */
// The page of a development server came empty, and nothing in it says so.
document.documentElement.dataset.painted = ''
await import('./main.tsx')

export {}
