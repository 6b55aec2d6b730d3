/** A stack of transverse slices between two places: what the service carries, drawn and not photographed. */
import classes from './SlicePicture.module.css'

const slices = [0, 1, 2, 3, 4, 5, 6] as const

export function SlicePicture() {
  return (
    <svg className={classes.picture} viewBox="0 0 520 400" aria-hidden="true" focusable="false">
      <path className={classes.route} d="M34 330C110 380 190 372 260 330S420 262 486 306" />
      <g className={classes.place} transform="translate(34 330)">
        <circle r="25" />
        <path d="M-9 9V-3L0-10 9-3V9ZM-3 9V2h6v7" />
      </g>
      <g className={classes.place} transform="translate(486 306)">
        <circle r="31" />
        <path d="M-12 13V-13H12V13ZM0-8v9M-4.5-3.5h9M-4 13V7h8v6" />
      </g>
      {slices.map((slice) => (
        <g
          key={slice}
          className={classes.slice}
          data-slice={slice}
          transform={`translate(260 ${318 - slice * 36})`}
        >
          <g transform={`scale(${0.86 + 0.14 * Math.sin(0.5 + slice * 0.45)})`}>
            <path className={classes.body} d="M0-52C76-52 146-34 146 2S84 58 0 58-146 38-146 2-76-52 0-52Z" />
            <path
              className={classes.organ}
              d="M-26-30C-62-36-110-20-112 8S-70 40-44 34-16 6-18-10-14-28-26-30Z"
            />
            <path
              className={classes.organ}
              d="M26-30C62-36 110-20 112 8S70 40 44 34 16 6 18-10 14-28 26-30Z"
            />
            <ellipse className={classes.bone} cx="0" cy="38" rx="17" ry="9" />
            <path className={classes.heart} d="M-8-22C8-32 30-22 24-4S2 12-6 4-20-14-8-22Z" />
          </g>
        </g>
      ))}
    </svg>
  )
}
