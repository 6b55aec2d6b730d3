/** Writes src/map/czech-outline.svg: `node apps/portal/build/write-czech-outline.ts`. */
import { writeFileSync } from 'node:fs'
import { outlineSvg } from './czech-outline.ts'

writeFileSync(new URL('../src/map/czech-outline.svg', import.meta.url), outlineSvg())
