# setup
import sqlite3
con = sqlite3.connect(":memory:")
con.execute("create table t (a)")
con.execute("insert into t values (1)")
# cell
out = []
for k in range(9):
    out.append(con.execute("select a + ? from t", (k,)).fetchone())
del con
