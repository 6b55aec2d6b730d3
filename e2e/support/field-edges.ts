/** Edges of what can be filled in or ticked: 3:1 at least against what is around (WCAG 2.2, 1.4.11), which axe does not look at. */
import type { Page } from '@playwright/test'

const LEAST_CONTRAST = 3

/** Each field that is fainter, with its contrast. */
export function faintFields(page: Page): Promise<readonly string[]> {
  return page.evaluate((least) => {
    type Colour = readonly [number, number, number, number]
    const colourOf = (css: string): Colour => {
      const [r = 0, g = 0, b = 0, a = 1] = (css.match(/[\d.]+/g) ?? []).map(Number)
      return [r, g, b, a]
    }
    const luminance = ([r, g, b]: Colour) => {
      const linear = [r, g, b].map((part) => {
        const share = part / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      const [red = 0, green = 0, blue = 0] = linear
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const contrast = (one: Colour, other: Colour) => {
      const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
      return (light + 0.05) / (dark + 0.05)
    }
    const around = (element: Element): Colour => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        const colour = colourOf(getComputedStyle(above).backgroundColor)
        if (colour[3] === 1) return colour
      }
      return [255, 255, 255, 1]
    }
    const fields = document.querySelectorAll<HTMLElement>(
      'input:not([type=hidden], [type=file]), select, textarea',
    )
    return [...fields].flatMap((field) => {
      const style = getComputedStyle(field)
      const isSeen = field.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      // The browser draws ticks and choices by itself where nothing else is said, dark enough.
      const isOurs = style.appearance === 'none' || style.borderTopStyle === 'solid'
      if (!isSeen || !isOurs || field.clientWidth < 4 || field.matches(':disabled')) return []
      const ground = around(field)
      // A filled field is its own edge.
      const edge = Math.max(
        ...[style.borderTopColor, style.backgroundColor]
          .map(colourOf)
          .filter(([, , , opacity]) => opacity === 1)
          .map((colour) => contrast(colour, ground)),
        1,
      )
      return edge >= least ? [] : [`${field.outerHTML.slice(0, 120)}: ${edge.toFixed(2)}`]
    })
  }, LEAST_CONTRAST)
}
