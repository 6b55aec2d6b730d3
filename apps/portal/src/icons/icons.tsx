/** What the frame and the public pages are drawn with. */
import { Drawing, type IconProps } from './Drawing.tsx'

export const InboxIcon = (props: IconProps) => (
  <Drawing {...props} d="M4 13 6.5 5h11L20 13v6H4zM4 13h4.5l1.5 3h4l1.5-3H20" />
)
export const SendIcon = (props: IconProps) => (
  <Drawing {...props} d="M21 3 10.5 13.5M21 3l-6.5 18-4-7.5L3 9.5z" />
)
export const PlusIcon = (props: IconProps) => <Drawing {...props} d="M12 5v14M5 12h14" />
export const SearchIcon = (props: IconProps) => (
  <Drawing {...props} d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm9.5 3-4.7-4.7" />
)
export const CheckIcon = (props: IconProps) => <Drawing {...props} d="m5 12.5 4.5 4.5L19 7.5" />
export const WarningIcon = (props: IconProps) => (
  <Drawing {...props} d="M12 4 2.8 20h18.4zM12 10v4.5m0 2.7v.1" />
)
export const CrossIcon = (props: IconProps) => <Drawing {...props} d="m6 6 12 12M18 6 6 18" />
export const InfoIcon = (props: IconProps) => (
  <Drawing {...props} d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.5m0-8.8v.1" />
)
export const MinusIcon = (props: IconProps) => <Drawing {...props} d="M6 12h12" />
export const ClockIcon = (props: IconProps) => (
  <Drawing {...props} d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5.5l3.5 2" />
)
export const MailIcon = (props: IconProps) => <Drawing {...props} d="M3 6h18v12.5H3zm0 .5 9 7 9-7" />
export const PhoneIcon = (props: IconProps) => (
  <Drawing
    {...props}
    d="M5 4h4l1.5 5-2.2 1.6a12 12 0 0 0 5.1 5.1L15 13.5l5 1.5v4c0 .6-.5 1-1 1C11 20 4 13 4 5c0-.5.5-1 1-1Z"
  />
)
export const ChevronDownIcon = (props: IconProps) => <Drawing {...props} d="m6 9 6 6 6-6" />
export const MenuIcon = (props: IconProps) => <Drawing {...props} d="M4 7h16M4 12h16M4 17h16" />
export const UserIcon = (props: IconProps) => (
  <Drawing {...props} d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8.5c.8-4 4-5.5 8-5.5s7.2 1.5 8 5.5" />
)
export const SignOutIcon = (props: IconProps) => (
  <Drawing {...props} d="M14 4h5v16h-5M4 12h11m0 0-4-4m4 4-4 4" />
)
export const BuildingIcon = (props: IconProps) => (
  <Drawing {...props} d="M5 21V4h14v17M3 21h18M10 21v-4h4v4M12 7v5m-2.5-2.5h5" />
)
export const CertificateIcon = (props: IconProps) => (
  <Drawing
    {...props}
    d="M4 4h16v11h-5M4 4v11h4M8 8.5h8M12 19.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-2-.7V22l2-1 2 1v-3.2"
  />
)
export const KeyIcon = (props: IconProps) => (
  <Drawing {...props} d="M8 16.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm4-4h9v3.5m-4-3.5V15" />
)
export const ArrowRightIcon = (props: IconProps) => <Drawing {...props} d="M4 12h16m0 0-6-6m6 6-6 6" />
export const ArrowLeftIcon = (props: IconProps) => <Drawing {...props} d="M20 12H4m0 0 6-6m-6 6 6 6" />
export const ExternalIcon = (props: IconProps) => <Drawing {...props} d="M14 4h6v6m0-6-9 9M9 5H5v14h14v-4" />
export const NodeIcon = (props: IconProps) => (
  <Drawing {...props} d="M4 5h16v5H4zm0 9h16v5H4zM7.5 7.5v.1m0 8.9v.1M11 7.5h5m-5 9h5" />
)
