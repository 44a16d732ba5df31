#!/usr/bin/env python3
"""Prints what is in a pilfer archive of JSON values, one JSON object with "key" and "value" per line.

    python3 read_archive.py PATH

PATH is the folder of a dir archive, or the file of a file, tar or SQL archive; it is seen from the bytes which of them
it is. A tar may be packed. All checksums are verified. What cannot be read is reported and left out, and makes the
exit status 1. docs/formats.md describes every byte that is looked at here.
"""

import base64
import json
import math
import mmap
import os
import pathlib
import re
import sqlite3
import struct
import sys
import tarfile
import time
from collections import namedtuple
from zlib import crc32

FILE_MAGIC = b'\x89PLG\r\n\x1a\n'
FRAME_MAGIC = b'\x89PLN'
RECORD_MAGIC = b'\x89PLF'

# What each kind of archive tells of an entry. `superseded`: it says itself that a later one has taken its place.
Entry = namedtuple('Entry', 'key deleted superseded expires load')

faults = 0


def report(where, why):
    global faults
    faults += 1
    print(f'{where} cannot be read: {why}', file=sys.stderr)


class Unreadable(ValueError):
    pass


# --- Records -----------------------------------------------------------------------------------------------------

HEAD = struct.Struct('<4sIIHHIIIIddQII')
WIDE_KEY, DELETED = 1, 2

Head = namedtuple('Head', 'key codec expires deleted length body_length whole')


def parse_head(data):
    """The head of the record that `data` begins with."""
    if len(data) < HEAD.size or data[:4] != RECORD_MAGIC:
        raise Unreadable('there is no record')
    (_, whole, head_sum, version, flags, length, key_length, codec_length, _, _, expires, inline, blobs, _) = (
        HEAD.unpack(data[: HEAD.size])
    )
    if length > len(data) or crc32(data[12:length]) != head_sum:
        raise Unreadable('the checksum of its head does not hold')
    if version != 1:
        sys.exit(f'a record has the format {version}; this script reads format 1')
    codec_at = HEAD.size + key_length
    key = data[HEAD.size : codec_at]
    return Head(
        key=key.decode('utf-16-le', 'surrogatepass') if flags & WIDE_KEY else key.decode(),
        codec=data[codec_at : codec_at + codec_length].decode(),
        expires=expires,
        deleted=bool(flags & DELETED),
        length=length,
        # JSON is one piece; what has blobs beside it is of another codec.
        body_length=inline if blobs == 0 else None,
        whole=whole,
    )


def value_of(head, head_bytes, body):
    """The value of a record, of which nothing but the head has been checked."""
    if head.codec != 'json':
        raise Unreadable(f'its codec is {head.codec}, and this script reads json')
    if len(body) != head.body_length:
        raise Unreadable(f'its body has {len(body)} bytes instead of {head.body_length}')
    if crc32(body, crc32(head_bytes[8 : head.length])) != head.whole:
        raise Unreadable('its checksum does not hold')
    return json.loads(body)


def entry_of(data, superseded=False):
    """The entry that the record `data` is."""
    head = parse_head(data)
    return Entry(
        head.key,
        head.deleted,
        superseded,
        head.expires,
        lambda: value_of(head, data[: head.length], data[head.length :]),
    )


def in_force(entries):
    """What is left of entries of which later ones take the place of earlier ones."""
    last = {}
    for where, entry in entries:
        last.pop(entry.key, None)
        if not entry.deleted:
            last[entry.key] = where, entry
    now = time.time() * 1000
    for where, entry in last.values():
        # What has replaced a superseded one is damaged, and it is out of date itself.
        if not entry.superseded and entry.expires > now:
            yield where, entry


# --- A folder ----------------------------------------------------------------------------------------------------


def read_dir(path):
    marker = os.path.join(path, 'pilfer.json')
    if not os.path.exists(marker):
        sys.exit(f'{path} is no dir archive')
    with open(marker, encoding='utf-8') as file:
        if json.load(file) != {'format': 'pilfer-dir', 'version': 1}:
            sys.exit(f'{path} is no dir archive of version 1')
    for name in sorted(os.listdir(path)):
        if not name.endswith('.pilfer'):
            continue
        where = os.path.join(path, name)
        with open(where, 'rb') as file:
            data = file.read()
        # Another program may have files of that name.
        if data[:4] != RECORD_MAGIC:
            continue
        try:
            yield where, entry_of(data)
        except Unreadable as why:
            report(where, why)


# --- A file: frames one after the other --------------------------------------------------------------------------

FRAME = struct.Struct('<4sIQQIB3x')


def read_log(path):
    with open(path, 'rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        _, version, number, head_sum = struct.unpack_from('<8sIII', data)
        if crc32(data[:16]) != head_sum or version != 1:
            sys.exit(f'{path} is no file archive of version 1, or its header is damaged')

        def frame_at(at):
            """State and end of the frame at `at`, or None."""
            if at + FRAME.size > len(data) or data[at : at + 4] != FRAME_MAGIC:
                return None
            _, frame_sum, place, length, of, state = FRAME.unpack_from(data, at)
            end = at + FRAME.size + length
            sound = crc32(data[at + 8 : at + 28]) == frame_sum and place == at and of == number
            return (state, end) if sound and end <= len(data) else None

        def next_frame(at):
            while (at := data.find(FRAME_MAGIC, at)) != -1:
                if frame_at(at):
                    return at
                at += 1
            return -1

        at = 64
        while at < len(data):
            where = f'{path} at byte {at}'
            frame = frame_at(at)
            if frame is None:
                # Either a stretch that is damaged, or the end, where a writer is at work or was killed.
                at = next_frame(at + 1)
                if at == -1:
                    return
                report(where, 'there is no record')
                continue
            state, end = frame
            try:
                yield where, entry_of(data[at + FRAME.size : end], superseded=state != 0)
            except Unreadable as why:
                report(where, why)
            at = end


# --- A tar: records as entries that every tool reads -------------------------------------------------------------

COMMENT = re.compile(r'pilfer 1 (live|dead|gone) [0-9a-f]{16} ([A-Za-z0-9+/]+=*)')


def read_tar(path):
    with tarfile.open(path) as tar:
        try:
            yield from tar_entries(path, tar)
        except tarfile.ReadError as why:
            report(path, why)
        # tarfile takes a header that is damaged for the end.
        tar.fileobj.seek(tar.offset)
        while chunk := tar.fileobj.read(1 << 20):
            if any(chunk):
                report(f'{path} from byte {tar.offset} on', 'no header of an entry is there')
                return


def tar_entries(path, tar):
    for member in tar:
        where = f'{path}, entry {member.name}'
        comment = COMMENT.fullmatch(member.pax_headers.get('comment', ''))
        try:
            if comment:
                body = tar.extractfile(member).read() if member.isreg() else b''
                yield where, entry_of(base64.b64decode(comment[2]) + body, superseded=comment[1] == 'dead')
            elif member.uname == 'pilfer' and member.uid == 0:
                raise Unreadable('what pilfer wrote about it is damaged')
            elif member.isreg() and not member.issparse() and member.name.endswith('.json'):
                yield where, entry_of_file(member.name, tar.extractfile(member).read())
            else:
                print(f'{where} is passed over', file=sys.stderr)
        except Unreadable as why:
            report(where, why)


def entry_of_file(name, body):
    """What something else has put there: its name is all that tells its key."""
    return Entry(key_named(name), False, False, math.inf, lambda: json.loads(body))


def key_named(name):
    """The key whose file has this name; a name that no key gets stands for itself."""
    bare = re.sub(r'^(\./)+', '', name).removesuffix('.json')
    try:
        letters = re.sub(r'\^(.)', lambda escaped: escaped[1].upper(), bare)
        key = re.sub(rb'%(..)', lambda escaped: bytes([int(escaped[1], 16)]), letters.encode()).decode()
    except ValueError:
        return bare
    return key if escape(key) == bare else bare


def escape(key):
    name = ''
    for byte in key.encode('utf-8', 'surrogatepass'):
        char = chr(byte)
        if 'A' <= char <= 'Z':
            name += '^' + char.lower()
        elif re.match(r"[-_,()=' @+~a-z0-9]", char) or (char == '.' and name):
            name += char
        else:
            name += f'%{byte:02x}'
    return name


# --- An SQL database: records as rows ----------------------------------------------------------------------------


def read_sql(path):
    database = sqlite3.connect(pathlib.Path(path).absolute().as_uri() + '?mode=ro', uri=True)
    tables = database.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%(/* pilfer-sql 1 */%'").fetchall()
    if not tables:
        sys.exit(f'{path} has no table of an SQL archive of version 1')
    for (table,) in tables:
        name = table.replace('"', '""')
        rows = database.execute(
            f'SELECT key, value, codec, created, expires, tags, blobs, checksum FROM "{name}" ORDER BY id'
        )
        for key, value, codec, created, expires, tags, blobs, checksum in rows:
            # Keys that text may not hold in every driver are in UTF-16.
            key = key if isinstance(key, str) else key.decode('utf-16-le', 'surrogatepass')
            body = value if isinstance(value, bytes) else value.encode()
            expires = math.inf if expires is None else expires
            load = row_loader(key, codec, created, expires, tags, blobs, checksum, body)
            yield f'{path}, {json.dumps(key)}', Entry(key, False, False, expires, load)


def row_loader(key, codec, created, expires, tags, blobs, checksum, body):
    def load():
        if codec != 'json' or blobs is not None:
            raise Unreadable(f'its codec is {codec}, and this script reads json')
        # The checksum is that of the record from its version on, so the head is made again.
        wide = any('\ud800' <= char <= '\udfff' for char in key)
        key_bytes = key.encode('utf-16-le', 'surrogatepass') if wide else key.encode()
        texts = [key_bytes, codec.encode(), (tags or '').encode()]
        lengths = [len(text) for text in texts]
        size = math.ceil((HEAD.size + sum(lengths)) / 64) * 64
        head = HEAD.pack(RECORD_MAGIC, 0, 0, 1, WIDE_KEY * wide, size, *lengths, created, expires, len(body), 0, 0)
        head = (head + b''.join(texts)).ljust(size, b'\0')
        if crc32(body, crc32(head[12:])) != checksum:
            raise Unreadable('its checksum does not hold')
        return json.loads(body)

    return load


# --- Which of them it is -----------------------------------------------------------------------------------------


def reader_for(path):
    if os.path.isdir(path):
        return read_dir
    with open(path, 'rb') as file:
        begin = file.read(16)
    if begin[:8] == FILE_MAGIC:
        return read_log
    return read_sql if begin == b'SQLite format 3\0' else read_tar


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    path = sys.argv[1]
    try:
        print_entries(path)
    except (OSError, tarfile.TarError, sqlite3.DatabaseError) as why:
        sys.exit(f'{path} cannot be read any further: {why}')
    sys.exit(1 if faults else 0)


def print_entries(path):
    for where, entry in in_force(reader_for(path)(path)):
        try:
            print(json.dumps({'key': entry.key, 'value': entry.load()}))
        except ValueError as why:
            report(where, why)


main()
