/** Frames of an image's pixel data. */
export { DEFLATED_FRAMES, inflatedFrame, inflatedObject } from './deflated-frame.ts'
export { frameSpans, type ItemSpan, itemContents } from './fragments.ts'
export { aligned, type FrameLayout, frameBytes, frameCount, frameLayout } from './frame-layout.ts'
export { singleFrameObject } from './single-frame.ts'
