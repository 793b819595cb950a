import { randomUUID } from 'node:crypto';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { TestDatabase } from './database';
import { serverUser } from './server-user';

type Bytes = Uint8Array<ArrayBuffer>;

/** Node's pool is shared by whatever else is small. */
const own = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

/** Pixels of one colour, such as `#ff0000`. */
function plain(width: number, height: number, background: string) {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** A small PNG, of one colour. */
export async function pngOf(background = '#336699', width = 40, height = 40): Promise<Bytes> {
  return own(await plain(width, height, background).png().toBuffer());
}

/**
 * A JPEG as a camera writes it: it lies on its side, says so, and says who took it. Upright, its upper half is red and its
 * lower half blue.
 */
export async function photograph(): Promise<Bytes> {
  const blue = await plain(30, 60, '#0000ff').png().toBuffer();
  // On its side: orientation 6 wants it turned a quarter clockwise, which brings the left side up.
  const picture = plain(60, 60, '#ff0000').composite([{ input: blue, left: 30, top: 0 }]);
  const withExif = picture.withExif({ IFD0: { Artist: 'Somebody at home' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } });
  return own(await withExif.withMetadata({ orientation: 6 }).jpeg().toBuffer());
}

/** Where the server in `folder` stores pictures. What is missing of the way is made, and is the server's to write in. */
async function storageIn(folder: string): Promise<string> {
  const { uid, gid } = serverUser();
  let place = folder;
  for (const step of ['.data', 'storage', 'avatars']) {
    place = join(place, step);
    const made = await mkdir(place, { recursive: true });
    if (made !== undefined && uid !== undefined && gid !== undefined) await chown(place, uid, gid);
  }
  return place;
}

/** Makes a picture somebody's without sending it: what the server stores on the disk is what lies there. */
export async function putAvatar(
  { folder, database }: { folder: string; database: TestDatabase },
  userId: string,
): Promise<string> {
  const id = randomUUID();
  const place = await storageIn(folder);
  await writeFile(join(place, `${id}.webp`), await plain(8, 8, '#336699').webp().toBuffer());
  await database.query('INSERT INTO avatars (id, user_id) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING', [
    id,
    userId,
  ]);
  return id;
}
