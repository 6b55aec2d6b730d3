/** Latitude and longitude, written or clicked on the map. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacedInstitution } from '../../api/positions.ts'
import type { Position } from '../../map/projection.ts'
import card from '../Card.module.css'
import { ClickedMap } from './ClickedMap.tsx'
import { readDegrees, written } from './degrees.ts'
import classes from './Positions.module.css'

interface PositionFormProps {
  readonly institution: PlacedInstitution
  readonly isBusy: boolean
  readonly onPlace: (position: Position) => void
}

export function PositionForm({ institution, isBusy, onPlace }: PositionFormProps) {
  const { t, i18n } = useTranslation('positions')
  const ids = useId()
  const { city, position } = institution
  const shown = (value: number | undefined) => (value === undefined ? '' : written(value, i18n.language))
  const [latitude, setLatitude] = useState(shown(position?.latitude))
  const [longitude, setLongitude] = useState(shown(position?.longitude))
  const [isTried, setTried] = useState(false)
  const read = {
    latitude: readDegrees(latitude, 'latitude'),
    longitude: readDegrees(longitude, 'longitude'),
  }
  const chosen = wholeOf(read)

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (chosen !== null) return onPlace(chosen)
    const faulty = read.latitude === undefined ? 'latitude' : 'longitude'
    document.getElementById(`${ids}${faulty}`)?.focus()
  }

  return (
    <form noValidate onSubmit={submit} className={`${card.card} ${classes.form}`}>
      <div className={classes.fields}>
        <TextInput
          id={`${ids}latitude`}
          size="md"
          inputMode="decimal"
          autoComplete="off"
          label={t('latitude')}
          description={t('latitudeHint')}
          value={latitude}
          onChange={(event) => setLatitude(event.currentTarget.value)}
          error={isTried && read.latitude === undefined ? t('fault.latitude') : undefined}
        />
        <TextInput
          id={`${ids}longitude`}
          size="md"
          inputMode="decimal"
          autoComplete="off"
          label={t('longitude')}
          description={t('longitudeHint')}
          value={longitude}
          onChange={(event) => setLongitude(event.currentTarget.value)}
          error={isTried && read.longitude === undefined ? t('fault.longitude') : undefined}
        />
      </div>
      <p>{t('mapHint')}</p>
      <ClickedMap
        label={t('map', { city })}
        name={city}
        position={chosen}
        onPick={(picked) => {
          setLatitude(shown(picked.latitude))
          setLongitude(shown(picked.longitude))
        }}
      />
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={isBusy}>
          {t('keep')}
        </Button>
      </div>
    </form>
  )
}

function wholeOf({
  latitude,
  longitude,
}: Readonly<Record<keyof Position, number | undefined>>): Position | null {
  return latitude === undefined || longitude === undefined ? null : { latitude, longitude }
}
