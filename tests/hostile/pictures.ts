import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { photograph, pngOf } from '../harness/pictures';
import { MARK } from './values';

type Bytes = Uint8Array<ArrayBuffer>;

const own = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));
const text = (words: string) => Buffer.from(words, 'latin1');

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([text(type), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
}

type Said = { side: number; pixels: Uint8Array; extra?: Uint8Array };

/** A PNG that says of itself whatever it is told to say; 8 bits, with transparency. */
function pngSaying({ side, pixels, extra = new Uint8Array() }: Said): Bytes {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 6], 8);
  const parts = [chunk('IHDR', head), extra, chunk('IDAT', pixels), chunk('IEND', new Uint8Array())];
  return own(text('\x89PNG\r\n\x1a\n'), ...parts);
}

/** 300 MB in 300 KB. */
const swollen = () => deflateSync(Buffer.alloc(300_000_000), { level: 1 });
const small = { side: 10, pixels: deflateSync(Buffer.alloc(10 * 41)) };
const named = (what: Uint8Array) => Buffer.concat([text('name\0\0'), what]);

const box = (brand: string) => own(text(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}mif1`), Buffer.alloc(64));
const riff = (length: number, rest: Uint8Array) => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(length);
  return own(text('RIFF'), size, text('WEBP'), rest);
};

type Picture = readonly [
  name: string,
  bytes: () => Promise<Bytes> | Bytes,
  answer: 200 | 'invalid_input' | 'unsupported_media_type',
];

/** What is sent as a picture by who means no good, and what comes of it. Those that are taken are drawn anew. */
export const HOSTILE_PICTURES: readonly Picture[] = [
  ['a GIF', () => own(text('GIF89a\x01\0\x01\0\x80\0\0'), Buffer.alloc(64)), 'unsupported_media_type'],
  [
    'an SVG with a script',
    () => own(text(`<svg xmlns="http://www.w3.org/2000/svg"><script>${MARK}</script></svg>`)),
    'unsupported_media_type',
  ],
  [
    'an SVG behind an XML declaration',
    () => own(text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')),
    'unsupported_media_type',
  ],
  ['a HEIC', () => box('heic'), 'unsupported_media_type'],
  ['an AVIF', () => box('avif'), 'unsupported_media_type'],
  ['a TIFF', () => own(text('II*\0\x08\0\0\0'), Buffer.alloc(64)), 'unsupported_media_type'],
  ['a PDF', () => own(text('%PDF-1.7\n')), 'unsupported_media_type'],
  ['a ZIP', () => own(text('PK\x03\x04'), Buffer.alloc(64)), 'unsupported_media_type'],
  ['a page', () => own(text(`<!doctype html><script>${MARK}</script>`)), 'unsupported_media_type'],
  ['a program', () => own(text('\x7fELF'), Buffer.alloc(64)), 'unsupported_media_type'],
  ['a space before a PNG', async () => own(text(' '), await pngOf()), 'unsupported_media_type'],
  ['nothing', () => new Uint8Array(), 'invalid_input'],
  ['the first bytes of a PNG', () => own(text('\x89PNG\r\n\x1a\n')), 'invalid_input'],
  ['the first bytes of a JPEG', () => own(text('\xff\xd8\xff')), 'invalid_input'],
  ['a JPEG without its second half', async () => (await photograph()).slice(0, 600), 'invalid_input'],
  ['a WebP that is longer than it is', () => riff(0xffff_ffff, Buffer.alloc(64)), 'invalid_input'],
  ['a WebP of nothing', () => riff(4, new Uint8Array()), 'invalid_input'],
  ['a PNG that says 60,000 pixels each way', () => pngSaying({ ...small, side: 60_000 }), 'invalid_input'],
  ['a PNG that says two thousand million', () => pngSaying({ ...small, side: 0x7fff_ffff }), 'invalid_input'],
  ['a PNG of no pixels', () => pngSaying({ ...small, side: 0 }), 'invalid_input'],
  ['a PNG whose pixels never end', () => pngSaying({ side: 10, pixels: swollen() }), 200],
  ['a PNG with a text that never ends', () => pngSaying({ ...small, extra: chunk('zTXt', named(swollen())) }), 200],
  ['a PNG with colours that never end', () => pngSaying({ ...small, extra: chunk('iCCP', named(swollen())) }), 200],
  ['a JPEG with a page behind it', async () => own(await photograph(), text(`<script>${MARK}</script>`)), 200],
  ['a PNG with a ZIP behind it', async () => own(await pngOf(), text(`PK\x03\x04${MARK}`)), 200],
  ['a PNG with markup in its text', async () => pngWithText(`<script>${MARK}</script>`), 200],
  ['a WebP that moves', animation, 200],
];

/** The text before the pixels, where a reader that is not careful finds it first. */
async function pngWithText(words: string): Promise<Bytes> {
  const picture = await pngOf();
  const HEAD_BYTES = 33;
  const comment = chunk('tEXt', text(`Comment\0${words}`));
  return own(picture.subarray(0, HEAD_BYTES), comment, picture.subarray(HEAD_BYTES));
}

async function animation(): Promise<Bytes> {
  const frames = await Promise.all(['#ff0000', '#00ff00'].map((colour) => pngOf(colour)));
  return own(
    await sharp(
      frames.map((frame) => Buffer.from(frame)),
      { join: { animated: true } },
    )
      .webp()
      .toBuffer(),
  );
}
