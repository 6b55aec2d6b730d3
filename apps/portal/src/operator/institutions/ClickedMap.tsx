/** The map of the country, on which a click chooses a place. Whoever does not point writes it into the fields. */
import { useEffect, useRef } from 'react'
import { CountryMap } from '../../map/CountryMap.tsx'
import { atMap, isOnMap, MAP_HEIGHT, MAP_WIDTH, type Position } from '../../map/projection.ts'
import classes from './Positions.module.css'

/** A pixel of the map is some hundreds of metres. */
const DIGITS = 4

interface ClickedMapProps {
  readonly label: string
  readonly name: string
  readonly position: Position | null
  readonly onPick: (position: Position) => void
}

export function ClickedMap({ label, name, position, onPick }: ClickedMapProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    const pick = ({ clientX, clientY }: MouseEvent) => {
      const box = element?.getBoundingClientRect()
      if (box === undefined) return
      const { latitude, longitude } = atMap({
        x: ((clientX - box.left) / box.width) * MAP_WIDTH,
        y: ((clientY - box.top) / box.height) * MAP_HEIGHT,
      })
      onPick({ latitude: rounded(latitude), longitude: rounded(longitude) })
    }
    element?.addEventListener('click', pick)
    return () => element?.removeEventListener('click', pick)
  }, [onPick])
  return (
    <div ref={place} className={classes.map}>
      <CountryMap label={label} places={isOnMap(position) ? [{ name, position, count: 1 }] : []} />
    </div>
  )
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS))
}
