// Hocuspocus with its SQLite extension and its default settings, but for address, port and storage path.
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const server = new Server({
  address: '127.0.0.1',
  port: Number(process.env.PORT),
  extensions: [new SQLite({ database: process.env.DATABASE })],
});
await server.listen();
