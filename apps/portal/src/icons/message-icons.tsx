/** What is done with messages and files: public pages do without. */
import { Drawing, type IconProps } from './Drawing.tsx'

export const DownloadIcon = (props: IconProps) => (
  <Drawing {...props} d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M4 19.5h16" />
)
export const ReplyIcon = (props: IconProps) => (
  <Drawing {...props} d="m11 6-6.5 6 6.5 6M5 12h9.5a5 5 0 0 1 5 5v1.5" />
)
export const ForwardIcon = (props: IconProps) => (
  <Drawing {...props} d="m13 6 6.5 6-6.5 6M19 12H9.5a5 5 0 0 0-5 5v1.5" />
)
export const TrashIcon = (props: IconProps) => (
  <Drawing {...props} d="M4 7h16M9.5 7V4h5v3M6.5 7l.8 13h9.4l.8-13M10 11v5.5m4-5.5v5.5" />
)
export const FileIcon = (props: IconProps) => <Drawing {...props} d="M6 3h8l4.5 4.5V21H6zM14 3v5h4.5" />
export const FolderIcon = (props: IconProps) => <Drawing {...props} d="M3 19V5h6l2 2.5h10V19z" />
export const ArchiveIcon = (props: IconProps) => <Drawing {...props} d="M4 8h16v12H4zM3 4h18v4H3zM10 12h4" />
export const LabelIcon = (props: IconProps) => (
  <Drawing {...props} d="M3.5 12V3.5H12l8.5 8.5-8.5 8.5zM8.2 7.2a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z" />
)
export const StarIcon = (props: IconProps) => (
  <Drawing {...props} d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z" />
)
export const PauseIcon = (props: IconProps) => <Drawing {...props} d="M8.5 5v14m7-14v14" />
export const PlayIcon = (props: IconProps) => <Drawing {...props} d="M8 5v14l11-7z" />
export const ImageStackIcon = (props: IconProps) => (
  <Drawing {...props} d="m12 4 9 4.5-9 4.5-9-4.5zM3 12.5l9 4.5 9-4.5M3 16.5l9 4.5 9-4.5" />
)
export const PatientIcon = (props: IconProps) => (
  <Drawing
    {...props}
    d="M12 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM6 21v-4.5C6 13.8 8.5 12.5 12 12.5s6 1.3 6 4V21"
  />
)
