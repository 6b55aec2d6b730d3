/** Which page numbers to offer: first, last, the current one and its neighbours, with gaps between. */
export function pageWindow(page: number, pages: number): readonly (number | 'gap')[] {
  const wanted = new Set([1, pages, page - 1, page, page + 1])
  const numbers = [...wanted].filter((number) => number >= 1 && number <= pages).sort((a, b) => a - b)
  const shown: (number | 'gap')[] = []
  for (const number of numbers) {
    const before = shown.at(-1)
    if (typeof before === 'number' && number - before === 2) shown.push(number - 1)
    else if (typeof before === 'number' && number - before > 2) shown.push('gap')
    shown.push(number)
  }
  return shown
}
