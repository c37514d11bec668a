// SPDX-License-Identifier: GPL-3.0-or-later
/** The queue's database: connections, schema, and what SQLite and PostgreSQL do differently. */
package org.orthancprism.database;
