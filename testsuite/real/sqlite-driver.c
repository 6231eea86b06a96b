/* SPDX-License-Identifier: MIT */
/*
 * A second's worth of SQLite in memory: inserts, an index, joins, a recursive
 * query, triggers, updates, deletes, errors.  Prints every row it gets.
 *
 * With a number as argument it does so that many times.  With any other it
 * fills a database in memory instead, and writes to that file by how many bytes
 * the process's resident memory has grown meanwhile.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite3.h"

static const char *const script[] = {
	"CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, city TEXT)",
	"CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INT, cents INT,"
	" note TEXT)",
	"CREATE TABLE log(what TEXT, id INT)",
	"CREATE TRIGGER logged AFTER DELETE ON orders BEGIN"
	" INSERT INTO log VALUES('deleted', old.id); END",
	"BEGIN",
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n"
	" WHERE i < 2000) INSERT INTO customer"
	" SELECT i, 'customer ' || i, 'city ' || (i * 7919 % 97) FROM n",
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n"
	" WHERE i < 20000) INSERT INTO orders"
	" SELECT i, 1 + i * 31 % 2000, i * 7919 % 100003,"
	" printf('note %05d %s', i, hex(i * 17)) FROM n",
	"COMMIT",
	"CREATE INDEX orders_customer ON orders(customer)",
	"CREATE INDEX orders_cents ON orders(cents, note)",
	"ANALYZE",
	"SELECT city, count(*), sum(cents), min(note), max(note)"
	" FROM customer JOIN orders ON orders.customer = customer.id"
	" GROUP BY city ORDER BY 3 DESC LIMIT 10",
	"SELECT count(*) FROM orders WHERE note LIKE '%77%' OR note GLOB"
	" '*1[0-5]A*'",
	"SELECT a.id, b.id FROM orders a JOIN orders b ON a.cents = b.cents"
	" AND a.id < b.id ORDER BY 1, 2 LIMIT 5",
	"UPDATE orders SET cents = cents + 1, note = upper(note)"
	" WHERE id % 3 = 0",
	"DELETE FROM orders WHERE id % 5 = 0",
	"SELECT count(*), min(id), max(id) FROM log",
	"INSERT INTO orders VALUES(1, 1, 1, 'already there')",
	"SELECT no_such_function(1)",
	"SELEKT",
	"SELECT group_concat(x, ' ') FROM (SELECT DISTINCT cents % 100 AS x"
	" FROM orders ORDER BY 1 LIMIT 20)",
	"WITH RECURSIVE fib(a, b, n) AS (SELECT 0, 1, 1 UNION ALL"
	" SELECT b, a + b, n + 1 FROM fib WHERE n < 60)"
	" SELECT n, a FROM fib WHERE n % 10 = 0",
	"SELECT id, cents, sum(cents) OVER (ORDER BY id ROWS 3 PRECEDING)"
	" FROM orders WHERE id < 40",
	"VACUUM",
	"PRAGMA integrity_check",
};

static int print_row(void *number, int columns, char **values, char **names)
{
	int i;

	(void)names;
	printf("%d", *(int *)number);
	for (i = 0; i < columns; i++)
		printf("|%s", values[i] ? values[i] : "NULL");
	putchar('\n');
	return 0;
}

static long resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (!file || fscanf(file, "%*d %ld", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages * 4096;
}

static sqlite3 *fill_database(void)
{
	sqlite3 *db = NULL;

	sqlite3_open(":memory:", &db);
	sqlite3_exec(db, "CREATE TABLE t(i INTEGER PRIMARY KEY, a TEXT, b)",
		     NULL, NULL, NULL);
	sqlite3_exec(db,
		     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
		     " SELECT i+1 FROM n WHERE i < 200000) INSERT INTO t"
		     " SELECT i, printf('%0200d', i), randomblob(100) FROM n",
		     NULL, NULL, NULL);
	return db;
}

static int measure_filling(const char *name)
{
	FILE *out = fopen(name, "w");
	long before;
	sqlite3 *db;

	if (!out)
		return 1;
	fprintf(out, "%20ld\n", resident_bytes());
	rewind(out);
	before = resident_bytes();
	db = fill_database();
	fprintf(out, "%20ld\n", resident_bytes() - before);
	fclose(out);
	return sqlite3_close(db) != SQLITE_OK;
}

static int run_script(void)
{
	sqlite3 *db;
	char *error;
	size_t i;

	if (sqlite3_open(":memory:", &db))
		return 1;
	for (i = 0; i < sizeof(script) / sizeof(*script); i++) {
		int number = (int)i;

		error = NULL;
		sqlite3_exec(db, script[i], print_row, &number, &error);
		if (error)
			printf("%d: %s\n", number, error);
		sqlite3_free(error);
	}
	return sqlite3_close(db) != SQLITE_OK;
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	int status = 0;

	if (!rounds)
		return measure_filling(argv[1]);
	while (rounds-- && !status)
		status = run_script();
	return status;
}
