/** What is encrypted to the recipients' own nodes, so that the centre sees the envelope alone. */
import { z } from 'zod'
import { aeTitle } from './primitives.ts'

export const sendingSchema = z
  .strictObject({
    endToEnd: z
      .union([z.enum(['off', 'whenPossible', 'always']), z.array(aeTitle).min(1)], {
        error: 'must be off, whenPossible, always, or a list of AE titles',
      })
      .default('off'),
  })
  .prefault({})

export type EndToEndSending = z.output<typeof sendingSchema>['endToEnd']
