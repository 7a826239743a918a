import { statfs } from "node:fs/promises";

/** Bytes that this user can still write where `folder` lies, which has to exist. */
export async function freeDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
