-- Annotation files. `.conf` alone says too little, so annotation.conf goes by its name.
vim.filetype.add({
  extension = { ann = 'brat', conllu = 'conllu' },
  filename = { ['annotation.conf'] = 'bratconf' },
})
