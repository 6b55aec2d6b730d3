/** A line drawing of 24 × 24, always decorative: a text or a label stands beside it. */

export interface IconProps {
  readonly size?: number
}

export function Drawing({ d, size = 20 }: IconProps & { readonly d: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={d} />
    </svg>
  )
}
