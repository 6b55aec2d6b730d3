/// <reference types="vite/client" />

declare module 'virtual:mantine-variables.css' {}

/** build/image-viewer.ts */
declare module 'virtual:viewer-program' {
  /** Addresses of the files that its first image needs. */
  export const PROGRAM: readonly string[]
}
