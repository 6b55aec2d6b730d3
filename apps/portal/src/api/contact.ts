/** Where one writes to the operator. The centre puts it into the page: it is needed when nothing answers any more, too. */

/** Null: the operator gives none. */
export function contactEmail(): string | null {
  const content = document.querySelector<HTMLMetaElement>('meta[name=epacs-contact]')?.content ?? ''
  return content === '' ? null : content
}
