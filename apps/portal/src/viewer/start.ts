/** Runs the viewer's program, which the page has been fetching all along. */
const PROGRAM = 'program'
/** It keeps the browser busy for seconds: so long it waits for the first image to be painted, and no longer. */
const MOST_HELD_MS = 2000

export async function startProgram(firstImage: Promise<unknown>): Promise<void> {
  await Promise.race([firstImage, new Promise((resolve) => setTimeout(resolve, MOST_HELD_MS))])
  const link = document.getElementById(PROGRAM)
  if (!(link instanceof HTMLLinkElement)) throw new Error(`viewer.html has no #${PROGRAM}`)
  const script = document.createElement('script')
  script.src = link.href
  document.body.append(script)
}
