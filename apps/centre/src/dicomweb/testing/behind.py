"""Tells of each DICOM file on the standard input (one path a line) what pydicom finds behind its pixel data: lines of DICOM JSON."""
import json
import sys

import pydicom

PIXEL_DATA = 0x7FE00010

for path in sys.stdin.read().splitlines():
    ds = pydicom.dcmread(path, force=True)
    for tag in [tag for tag in ds.keys() if tag <= PIXEL_DATA]:
        del ds[tag]
    print(json.dumps({'path': path, 'behind': ds.to_json_dict(bulk_data_threshold=1 << 40)}))
