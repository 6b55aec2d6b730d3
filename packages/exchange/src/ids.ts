/** Ids of the domain: UUIDv7 text, branded so that one kind is not taken for another. */

declare const kind: unique symbol
type Id<Kind extends string> = string & { readonly [kind]: Kind }

export type InstitutionId = Id<'institution'>
export type PersonId = Id<'person'>
export type MessageId = Id<'message'>
export type UploadId = Id<'upload'>
export type AuthorityId = Id<'authority'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether the text has the form of an id (RFC 9562, lower case). */
export function isId(text: string): boolean {
  return UUID.test(text)
}
