-- People as WorkOS knows them. The names of these tables are those that the customer's reports ask for.
CREATE TABLE users (
    workos_external_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    email VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    first_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    last_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    email_verified TINYINT(1) NOT NULL,
    profile_picture_url VARCHAR(2048) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    preferred_locale VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- Deprecated: what somebody was in the system before this one. Rights come from memberships.
    role VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    deleted_at DATETIME(3) NULL,
    synced_at DATETIME(3) NOT NULL,
    -- Which of its states this is: a lower one never takes the place of a higher one.
    revision BIGINT NOT NULL,
    content_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (workos_external_id),
    KEY users_by_email (email)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
