/**
 * The first image at once, as the centre renders it, until the viewer draws it itself: its program needs seconds to
 * start. It stands where the viewer puts it, in full resolution and without loss.
 */
const ELEMENT = 'first-image'
/** OHIF's, for each of its viewports. */
const VIEWPORT = '[data-cy="viewport-pane"]'
/** Cornerstone's; it does not bubble. */
const DRAWN = 'CORNERSTONE_IMAGE_RENDERED'
/** A viewport that draws nothing by then has something else to say. */
const MOST_UNDRAWN_MS = 10_000

/**
 * Resolves when the image has been painted.
 * @param address DICOMweb's of the instance
 */
export async function showFirstImage(address: string): Promise<void> {
  const place = document.getElementById(ELEMENT)
  const image = place?.querySelector('img')
  if (!place || !image) throw new Error(`viewer.html has no #${ELEMENT}`)
  const fit = [innerWidth, innerHeight].map((pixels) => Math.ceil(pixels * devicePixelRatio))
  image.src = `${address}/frames/1/rendered?accept=image/png&viewport=${fit.join(',')}`
  await image.decode()
  if (wasDrawn) return
  place.hidden = false
  follow(place)
  await painted()
}

let wasDrawn = false
document.addEventListener(DRAWN, () => (wasDrawn = true), { capture: true, once: true })

/** Over the viewport, as soon as there is one. */
function follow(place: HTMLElement): void {
  let undrawnSince: number | undefined
  step(performance.now())

  function step(now: number): void {
    const viewport = document.querySelector(VIEWPORT)
    if (viewport !== null) undrawnSince ??= now
    const isLate = undrawnSince !== undefined && now - undrawnSince > MOST_UNDRAWN_MS
    if (wasDrawn || isLate || !location.pathname.endsWith('/viewer')) {
      place.remove()
      return
    }
    if (viewport !== null) {
      const { left, top, width, height } = viewport.getBoundingClientRect()
      Object.assign(place.style, {
        inset: `${top}px auto auto ${left}px`,
        width: `${width}px`,
        height: `${height}px`,
      })
    }
    requestAnimationFrame(step)
  }
}

async function painted(): Promise<void> {
  for (const _ of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
}
