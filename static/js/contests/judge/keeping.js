// Where records survive a reload, a crash, a dead battery: IndexedDB; else local storage; else only
// this page (`lasting` is false, and the page says so).
//
// No service worker: a hall's plain http has none.

const DATABASE = "guildhall-judge";
const RECORDS = "records";

/** {all, put, remove, lasting} for the records of one judge. `put` gives the record its order. */
export async function openKeeping(judge, { indexedDB = globalThis.indexedDB, storage = localStorageOrNull() } = {}) {
  try {
    return inDatabase(await openDatabase(indexedDB), judge);
  } catch {
    return storage ? inStorage(storage, judge) : inMemory();
  }
}

function openDatabase(indexedDB) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    const records = opening.result.createObjectStore(RECORDS, { keyPath: "order", autoIncrement: true });
    records.createIndex("judge", "judge");
  };
  return settled(opening);
}

function inDatabase(database, judge) {
  const within = async (mode, work) => {
    const transaction = database.transaction(RECORDS, mode, { durability: "strict" });
    const result = await settled(work(transaction.objectStore(RECORDS)));
    if (mode === "readwrite") await completed(transaction);
    return result;
  };
  return {
    lasting: true,
    all: () => within("readonly", (records) => records.index("judge").getAll(judge)),
    async put(record) {
      const order = await within("readwrite", (records) => records.put({ ...record, judge }));
      return Object.assign(record, { order });
    },
    remove: (order) => within("readwrite", (records) => records.delete(order)),
  };
}

function inStorage(storage, judge) {
  const name = `${DATABASE}:${judge}`;
  const read = () => JSON.parse(storage.getItem(name) ?? "[]");
  const write = (records) => storage.setItem(name, JSON.stringify(records));
  return {
    lasting: true,
    all: async () => read(),
    async put(record) {
      const others = read().filter((known) => known.order !== record.order);
      record.order ??= 1 + Math.max(0, ...others.map((known) => known.order));
      write([...others, record]);
      return record;
    },
    remove: async (order) => write(read().filter((known) => known.order !== order)),
  };
}

function inMemory() {
  let next = 1;
  return {
    lasting: false,
    all: async () => [],
    async put(record) {
      record.order ??= next++;
      return record;
    },
    remove: async () => {},
  };
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}

function localStorageOrNull() {
  try {
    globalThis.localStorage.setItem(`${DATABASE}:probe`, "1");
    globalThis.localStorage.removeItem(`${DATABASE}:probe`);
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
