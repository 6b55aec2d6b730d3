/**
 * What the places take that images go to, as institutions' nodes publish it. Of what is not known nothing is said:
 * neither that it is taken nor that it is not.
 */

/** Kinds that a PACS was asked about, or that its administrator has named. */
export interface TakenKinds {
  /** Of others nothing is known. */
  readonly transferSyntaxUids: readonly string[]
  /** Each SOP class that is known stands in one of them; with no transfer syntax: it is not taken. */
  readonly kinds: readonly {
    readonly sopClassUids: readonly string[]
    readonly transferSyntaxUids: readonly string[]
  }[]
}

export interface PlacePassport {
  /** When the PACS was asked (RFC 3339); null: its administrator says it. */
  readonly learnedAt: string | null
  /** Null: nobody knows. */
  readonly takes: TakenKinds | null
  /** Transfer syntaxes that the node turns into Explicit VR Little Endian for this PACS, where it does not take them. */
  readonly decompresses: readonly string[]
  /** Defined terms of Specific Character Set (PS3.3 §C.12.1.1.2) that it shows rightly; null: nobody has said. */
  readonly characterSets: readonly string[] | null
}

/** What one node of the recipient does with images. */
export interface NodePassport {
  readonly places: readonly PlacePassport[]
  /** The first one whose patterns match an image's modality says to which places it goes; without one, to all. */
  readonly rules: readonly {
    readonly modality: readonly string[] | null
    readonly places: readonly number[]
  }[]
}

export interface RecipientPassport {
  /** Any one of them may get a message. Empty: it stays in the mailbox, which takes everything; null: not known. */
  readonly nodes: readonly NodePassport[] | null
}

/** What images have in common that is taken together, or not. */
export interface ImageKind {
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  readonly modality: string
  /** Values of Specific Character Set; empty: its names and descriptions are ASCII, whatever it says. */
  readonly characterSets: readonly string[]
}
