from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Array
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T20:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "files of shows"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hub", description=DESCRIPTION
    )

    manager.add_table(class_name='Upload', tablename='upload', schema=None, columns=None)

    manager.add_table(class_name='File', tablename='file', schema=None, columns=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='id', db_column_name='id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='show', db_column_name='show', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='field', db_column_name='field', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='name', db_column_name='name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='size', db_column_name='size', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='received', db_column_name='received', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='pieces', db_column_name='pieces', column_class_name='Array', column_class=Array, params={'default': None, 'base_column': Text(default='', null=False, primary_key=False, unique=False, index=False, index_method=IndexMethod.btree, choices=None, db_column_name=None, secret=False), 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='person', db_column_name='person', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='person_name', db_column_name='person_name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='created_at_ms', db_column_name='created_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Upload', tablename='upload', column_name='finishing_at_ms', db_column_name='finishing_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='id', db_column_name='id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='show', db_column_name='show', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='field', db_column_name='field', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='name', db_column_name='name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='size', db_column_name='size', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='type', db_column_name='type', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='sha256', db_column_name='sha256', column_class_name='Bytea', column_class=Bytea, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='person', db_column_name='person', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='person_name', db_column_name='person_name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='created_at_ms', db_column_name='created_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='File', tablename='file', column_name='told_at_ms', db_column_name='told_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    return manager
