"""Writes a DICOM file again with each frame deflated (PS3.5, Deflated Image Frame Compression): IN OUT."""
import sys
import zlib

import pydicom
from pydicom.encaps import encapsulate

DEFLATED_FRAMES = '1.2.840.10008.1.2.8.1'
KNOWN = '1.2.840.10008.1.2.4.80'


def deflated(frame):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(frame) + packer.flush()
    return packed + b'\0' * (len(packed) % 2)


source, target = sys.argv[1:]
ds = pydicom.dcmread(source)
count = int(ds.get('NumberOfFrames') or 1)
size = len(ds.PixelData) // count
frames = [ds.PixelData[at * size:(at + 1) * size] for at in range(count)]
ds.PixelData = encapsulate([deflated(frame) for frame in frames])
ds['PixelData'].VR = 'OB'
ds['PixelData'].is_undefined_length = True
# As one that this pydicom knows: the name is as long.
ds.file_meta.TransferSyntaxUID = pydicom.uid.UID(KNOWN)
ds.is_implicit_VR = False
ds.save_as(target)
with open(target, 'rb+') as file:
    written = file.read().replace(KNOWN.encode(), DEFLATED_FRAMES.encode() + b'\0', 1)
    file.seek(0)
    file.write(written)
