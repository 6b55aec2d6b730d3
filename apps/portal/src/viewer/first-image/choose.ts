/** Which image the viewer (OHIF) shows first: by the same order as it sorts series and their images. */
import { type Attributes, numbersOf, textOf } from '../dicom-json.ts'

const MODALITY = '00080060'
const SERIES_DATE = '00080021'
const SERIES_TIME = '00080031'
const SERIES_NUMBER = '00200011'
const SERIES_INSTANCE_UID = '0020000E'
const SOP_INSTANCE_UID = '00080018'
const INSTANCE_NUMBER = '00200013'
const POSITION = '00200032'
const ORIENTATION = '00200037'

/** They come last with it, or are no images. */
const NOT_FIRST: ReadonlySet<string> = new Set(
  'SEG KO PR SR RTSTRUCT RTDOSE RTPLAN RTRECORD REG DOC PMAP RWV SM ECG'.split(' '),
)
/** Of these it sorts images by their places in space. */
const IN_SPACE: ReadonlySet<string> = new Set(['CT', 'MR', 'PT', 'NM'])

export function firstSeries(series: readonly Attributes[]): Attributes | undefined {
  const shown = series.filter((each) => !NOT_FIRST.has(textOf(each, MODALITY)))
  return least(shown, (one, other) => {
    const [number = 0] = numbersOf(one, SERIES_NUMBER, 1) ?? []
    const [otherNumber = 0] = numbersOf(other, SERIES_NUMBER, 1) ?? []
    return number - otherNumber || compared(seriesKey(one), seriesKey(other))
  })
}

/** @param instances metadata of one series */
export function firstInstance(modality: string, instances: readonly Attributes[]): Attributes | undefined {
  const places = IN_SPACE.has(modality) ? placesOf(instances) : undefined
  if (places !== undefined) return least(instances, (one, other) => place(other) - place(one))
  return least(
    instances,
    (one, other) =>
      (Number.parseInt(textOf(one, INSTANCE_NUMBER), 10) || 0) -
        (Number.parseInt(textOf(other, INSTANCE_NUMBER), 10) || 0) ||
      compared(textOf(one, SOP_INSTANCE_UID), textOf(other, SOP_INSTANCE_UID)),
  )

  function place(instance: Attributes): number {
    return places?.get(instance) ?? 0
  }
}

/** Along the normal of the slices, in millimetres; undefined when they are not parallel slices in places of their own. */
function placesOf(instances: readonly Attributes[]): ReadonlyMap<Attributes, number> | undefined {
  const [first] = instances
  const orientation = first && numbersOf(first, ORIENTATION, 6)
  if (orientation === undefined || instances.length < 2) return undefined
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = orientation
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d]
  const places = new Map<Attributes, number>()
  for (const instance of instances) {
    const position = numbersOf(instance, POSITION, 3)
    const own = numbersOf(instance, ORIENTATION, 6)
    const isParallel = own?.every((value, at) => Math.abs(value - (orientation[at] ?? 0)) < 1e-3)
    if (position === undefined || isParallel !== true) return undefined
    places.set(
      instance,
      position.reduce((sum, value, at) => sum + value * (normal[at] ?? 0), 0),
    )
  }
  return new Set(places.values()).size === instances.length ? places : undefined
}

function seriesKey(series: Attributes): string {
  return [SERIES_DATE, SERIES_TIME, SERIES_INSTANCE_UID].map((tag) => textOf(series, tag)).join(' ')
}

function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function least<Item>(items: readonly Item[], order: (one: Item, other: Item) => number): Item | undefined {
  return items.toSorted(order)[0]
}
