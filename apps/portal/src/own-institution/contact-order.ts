/** `items` with the one at `position` moved by one place. */
export function moved<Item>(items: readonly Item[], position: number, by: 1 | -1): readonly Item[] {
  const item = items[position]
  const target = position + by
  if (item === undefined || target < 0 || target >= items.length) return items
  const without = items.toSpliced(position, 1)
  return without.toSpliced(target, 0, item)
}
