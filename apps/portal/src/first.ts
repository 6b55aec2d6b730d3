/** What the browser runs first, once the page as it came was painted (first-paint/around-paint.ts): it starts the program. */
await import('./main.tsx')

export {}
