/** What the page and its worker say to each other. */
import type { Choice, DeclaredStudy, Found, Place } from '@epacs/intake/looking'
import type { NamedFile } from '../sending/chosen-item.ts'

export type ToWorker =
  /** Files follow each other; their places in the order are their ids. `isLast`: for now nothing follows. */
  | { readonly kind: 'look'; readonly files: readonly NamedFile[]; readonly isLast: boolean }
  | { readonly kind: 'choose'; readonly leftOut: readonly string[] }
  /** Where the middle image of a series lies. */
  | { readonly kind: 'locate'; readonly series: string }

export type FromWorker =
  | {
      readonly kind: 'found'
      readonly found: Found
      readonly filesDone: number
      /** How many chosen files have come to the worker so far. */
      readonly filesSeen: number
      readonly isOver: boolean
    }
  | { readonly kind: 'chosen'; readonly choice: Choice; readonly declared: readonly DeclaredStudy[] }
  | { readonly kind: 'located'; readonly place: Place | undefined }
  /** The look itself has failed; the files may be as they should. */
  | { readonly kind: 'failed' }
