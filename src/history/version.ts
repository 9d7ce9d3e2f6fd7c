/** `PRAGMA application_id` of our stores: the bytes of "stdy". With it a stranger's database is not taken for ours. */
export const applicationId = 0x73746479;

/** The version that the newest of the migrations leads to: how many there are. Apart from them, so that reading loads none. */
export const schemaVersion = 7;
