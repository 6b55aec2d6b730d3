/**
 * The Czech Republic's border for the portal's map, from Natural Earth's public-domain data (1 : 10,000,000, in
 * `world-atlas`): a visitor gets the one country, not the four megabytes of all. `write-czech-outline.ts` writes it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { feature } from 'topojson-client'
import { MAP_HEIGHT, MAP_WIDTH, onMap } from '../src/map/projection.ts'

/** ISO 3166-1. */
const CZECH_REPUBLIC = '203'

/** A picture and no script, which public pages have to be sparing of. Its colours are those of src/theme/first.css. */
export function outlineSvg(): string {
  const country = `fill="#eaf2fa" stroke="#76828f" stroke-width="1.5" stroke-linejoin="round"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${MAP_WIDTH} ${MAP_HEIGHT}"><title>Česká republika</title><path ${country} vector-effect="non-scaling-stroke" d="${outlinePath()}"/></svg>\n`
}

/** Whole units are a thousandth of the map's width: what is left out is finer than a pixel. */
export function outlinePath(): string {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-10m.json')
  const atlas: Parameters<typeof feature>[0] = JSON.parse(readFileSync(file, 'utf8'))
  const { countries } = atlas.objects
  const all = countries === undefined ? undefined : feature(atlas, countries)
  const country =
    all?.type === 'FeatureCollection' ? all.features.find(({ id }) => id === CZECH_REPUBLIC) : undefined
  if (country?.geometry.type !== 'Polygon') throw new Error('world-atlas has no border of the Czech Republic')
  return country.geometry.coordinates
    .map((ring) => {
      const points = ring.map(([longitude = 0, latitude = 0]) => {
        const { x, y } = onMap({ latitude, longitude })
        return `${Math.round(x)} ${Math.round(y)}`
      })
      return `M${points.filter((point, index) => point !== points[index - 1]).join('L')}Z`
    })
    .join('')
}
