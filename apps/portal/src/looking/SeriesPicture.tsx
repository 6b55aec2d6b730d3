/** What a series is, with a small picture of its middle image once it is seen; without one, why. */
import type { Picture } from '@epacs/intake/looking/picture'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ImageStackIcon } from '../icons/message-icons.tsx'
import type { Look } from './look.ts'
import classes from './SeriesPicture.module.css'

interface SeriesPictureProps {
  /** Undefined: not yet. */
  readonly look: Look | undefined
  readonly series: string
  /** Of the series, for who does not see. */
  readonly name: string
  readonly children: ReactNode
}

export function SeriesPicture({ look, series, name, children }: SeriesPictureProps) {
  const { t } = useTranslation('looking')
  const place = useRef<HTMLDivElement>(null)
  const [picture, setPicture] = useState<Picture>()

  useEffect(() => {
    const element = place.current
    if (!look || !element) return
    let isWanted = true
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      void look.picture(series).then((made) => {
        if (isWanted) setPicture(made)
      })
    })
    observer.observe(element)
    return () => {
      isWanted = false
      observer.disconnect()
    }
  }, [look, series])

  return (
    <div ref={place} className={classes.series}>
      <span className={classes.box}>
        {picture?.kind === 'picture' ? (
          <canvas
            role="img"
            aria-label={t('picture.of', { name })}
            width={picture.width}
            height={picture.height}
            ref={(canvas) => draw(canvas, picture)}
          />
        ) : (
          <ImageStackIcon size={24} />
        )}
      </span>
      <span>
        {children}
        {picture?.kind === 'none' ? (
          <span className={classes.why}>{t(`picture.none.${picture.why}`)}</span>
        ) : null}
      </span>
    </div>
  )
}

function draw(canvas: HTMLCanvasElement | null, picture: Extract<Picture, { kind: 'picture' }>): void {
  canvas?.getContext('2d')?.putImageData(new ImageData(picture.rgba, picture.width), 0, 0)
}
