/** A small picture of an image, for a glance: sampled and windowed, never more of the image in memory than it takes. */
export { type DecodedFrame, type DecodeFrame, type FrameDecoders, type Picture, picture } from './picture.ts'
