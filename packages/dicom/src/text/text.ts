import type { DataSet, Tag, VR } from '../data-set.ts'

/** The defined terms of Specific Character Set (0008,0005) that hold for a value; undefined: the default repertoire. */
export interface CharacterSet {
  readonly terms: readonly string[]
}

export declare function characterSetOf(dataSet: DataSet): CharacterSet
export declare function decodeText(bytes: Uint8Array, vr: VR, characterSet: CharacterSet): string
/** The text of an element, padding removed, values separated by backslashes; undefined when absent. */
export declare function textOf(dataSet: DataSet, tag: Tag): string | undefined
/** The text in bytes of a character set, or undefined when it has no place for one of the characters. */
export declare function encodeText(text: string, characterSet: CharacterSet): Uint8Array | undefined
