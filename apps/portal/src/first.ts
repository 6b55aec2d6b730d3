/**
 * What the browser runs first: hardly anything. The page as it came is painted before the program, whose bytes are on
 * their way (build/first-paint.ts), takes the browser's attention.
 */
/** A tab in the background paints nothing. */
const atMostMs = 100

await new Promise<void>((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve))
  setTimeout(resolve, atMostMs)
})
await import('./main.tsx')

export {}
