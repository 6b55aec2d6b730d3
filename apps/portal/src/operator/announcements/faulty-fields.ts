/** What of an announcement cannot be published, in the order of the form. */

const fields = ['from', 'to', 'cs', 'en'] as const
export type Field = (typeof fields)[number]

/** Times as the browser's field gives them, without a zone: the reader's own. */
export type AnnouncementFields = Readonly<Record<Field, string>>

export function faultyFields(written: AnnouncementFields, now: Date): readonly Field[] {
  const [from, to] = [new Date(written.from), new Date(written.to)]
  const isFaulty: Readonly<Record<Field, boolean>> = {
    from: Number.isNaN(from.getTime()),
    // Compared so that what is no time is faulty, too.
    to: !(to > now) || to <= from,
    cs: written.cs.trim() === '',
    en: written.en.trim() === '',
  }
  return fields.filter((field) => isFaulty[field])
}
