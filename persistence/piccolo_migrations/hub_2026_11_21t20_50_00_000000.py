from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import JSONB
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T20:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sides and templates"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hub", description=DESCRIPTION
    )

    manager.add_table(class_name='Template', tablename='template', schema=None, columns=None)

    manager.add_column(table_class_name='Org', tablename='org', column_name='side', db_column_name='side', column_class_name='Text', column_class=Text, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='AccessLink', tablename='access_link', column_name='party', db_column_name='party', column_class_name='Text', column_class=Text, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='org_id', db_column_name='org_id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': True, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='id', db_column_name='id', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='name', db_column_name='name', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='schema', db_column_name='schema', column_class_name='JSONB', column_class=JSONB, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='answers', db_column_name='answers', column_class_name='JSONB', column_class=JSONB, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='created_by', db_column_name='created_by', column_class_name='Text', column_class=Text, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='created_at_ms', db_column_name='created_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': False, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    manager.add_column(table_class_name='Template', tablename='template', column_name='archived_at_ms', db_column_name='archived_at_ms', column_class_name='BigInt', column_class=BigInt, params={'default': None, 'null': True, 'primary_key': False, 'unique': False, 'index': False, 'index_method': IndexMethod.btree, 'choices': None, 'db_column_name': None, 'secret': False}, schema=None)

    return manager
