"""Tells of each DICOM file on the standard input (one path a line) how its frames hash, as pydicom cuts them: JSON lines."""
import hashlib
import json
import sys

import pydicom
from pydicom.encaps import generate_pixel_data_frame

UNCOMPRESSED = {'1.2.840.10008.1.2' + end for end in ('', '.1', '.1.99', '.2')}


def native(ds):
    """Frames of uncompressed pixel data, in little endian."""
    frames = int(ds.get('NumberOfFrames', 1))
    data = ds.PixelData
    if not ds.is_little_endian and ds.BitsAllocated > 8:
        data = b''.join(data[at:at + 2][::-1] for at in range(0, len(data), 2))
    samples = 2 if ds.PhotometricInterpretation == 'YBR_FULL_422' else ds.get('SamplesPerPixel', 1)
    bits = ds.Rows * ds.Columns * samples * ds.BitsAllocated
    if bits % 8:
        return []
    return [data[i * bits // 8:(i + 1) * bits // 8] for i in range(frames)]


for path in sys.stdin.read().splitlines():
    ds = pydicom.dcmread(path, force=True)
    # Newer ones than this pydicom knows are compressed.
    compressed = ds.file_meta.TransferSyntaxUID not in UNCOMPRESSED
    frames = list(generate_pixel_data_frame(ds.PixelData, int(ds.get('NumberOfFrames') or 1))) if compressed else native(ds)
    print(json.dumps({'path': path, 'uid': ds.SOPInstanceUID, 'frames': [hashlib.sha256(frame).hexdigest() for frame in frames]}))
